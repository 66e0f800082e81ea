CREATE TABLE `colleague_orders` (
	`draft` blob NOT NULL,
	`set` text NOT NULL,
	`rankings` integer NOT NULL,
	`placed` text NOT NULL,
	PRIMARY KEY(`draft`, `set`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `colleague_words` (
	`draft` blob NOT NULL,
	`pk` blob NOT NULL,
	`seq` integer NOT NULL,
	`waiting` text,
	`shown` text,
	`fresh` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`draft`, `pk`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `opened_drafts` (
	`letter` blob PRIMARY KEY NOT NULL,
	`public_id` blob NOT NULL,
	`address` text NOT NULL,
	`descriptor` text NOT NULL,
	`min` integer NOT NULL,
	`every` integer NOT NULL,
	`amends` integer,
	`released_at` integer,
	`closing` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `opened_drafts_address_unique` ON `opened_drafts` (`address`);