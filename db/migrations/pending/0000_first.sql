CREATE TABLE `pending` (
	`letter` blob NOT NULL,
	`pk` blob NOT NULL,
	`seq` integer NOT NULL,
	`kind` text NOT NULL,
	`version_hash` blob NOT NULL,
	`prefix` blob NOT NULL,
	`sig` blob NOT NULL,
	`salt` blob NOT NULL,
	`commit` blob NOT NULL,
	`esig` blob NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`letter`, `pk`, `seq`)
) WITHOUT ROWID;
