CREATE TABLE `hidden` (
	`letter` blob NOT NULL,
	`pk` blob NOT NULL,
	`part` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`letter`, `pk`, `part`)
);
--> statement-breakpoint
CREATE INDEX `hidden_why` ON `hidden` (`letter`,`reason`);