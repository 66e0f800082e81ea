CREATE TABLE `first_signatories` (
	`letter` blob NOT NULL,
	`pk` blob NOT NULL,
	`place` integer NOT NULL,
	PRIMARY KEY(`letter`, `pk`)
);
--> statement-breakpoint
CREATE TABLE `listed_names` (
	`letter` blob PRIMARY KEY NOT NULL
);
