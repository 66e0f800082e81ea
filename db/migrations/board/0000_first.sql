CREATE TABLE `leaves` (
	`letter` blob NOT NULL,
	`position` integer NOT NULL,
	`pk` blob NOT NULL,
	`seq` integer NOT NULL,
	`kind` text NOT NULL,
	`version_hash` blob NOT NULL,
	`prefix` blob NOT NULL,
	`sig` blob NOT NULL,
	`commit` blob NOT NULL,
	`esig` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `leaves_in_order` ON `leaves` (`letter`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `leaves_by_key` ON `leaves` (`letter`,`pk`,`seq`);--> statement-breakpoint
CREATE TABLE `releases` (
	`letter` blob NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`size` integer NOT NULL,
	`totals` text NOT NULL,
	`edge` blob NOT NULL,
	`checkpoint` text NOT NULL,
	PRIMARY KEY(`letter`, `number`)
);
--> statement-breakpoint
CREATE TABLE `signatures` (
	`letter` blob NOT NULL,
	`position` integer NOT NULL,
	`pk` blob NOT NULL,
	`shown` text NOT NULL,
	`name` text,
	`name_key` text,
	`role` text,
	`employer` integer NOT NULL,
	`comment` text,
	`body` text NOT NULL,
	`salt` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signatures_by_key` ON `signatures` (`letter`,`pk`);--> statement-breakpoint
CREATE INDEX `signatures_in_order` ON `signatures` (`letter`,`position`);--> statement-breakpoint
CREATE INDEX `signatures_by_name` ON `signatures` (`letter`,`name_key`);