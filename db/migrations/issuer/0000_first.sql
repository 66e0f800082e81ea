CREATE TABLE `spent` (
	`letter` blob NOT NULL,
	`tag` blob NOT NULL,
	`bm` blob NOT NULL,
	PRIMARY KEY(`letter`, `tag`)
) WITHOUT ROWID;
