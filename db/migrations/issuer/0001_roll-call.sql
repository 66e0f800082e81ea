CREATE TABLE `codes` (
	`letter` blob NOT NULL,
	`tag` blob NOT NULL,
	PRIMARY KEY(`letter`, `tag`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sending` (
	`letter` blob NOT NULL,
	`h` blob NOT NULL,
	`code_tag` blob,
	PRIMARY KEY(`letter`, `h`)
) WITHOUT ROWID;
