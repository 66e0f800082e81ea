CREATE TABLE `addressees` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`role` text,
	`organization` text,
	PRIMARY KEY(`letter`, `version`, `position`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `demands` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`letter`, `version`, `position`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `domains` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`employer` integer NOT NULL,
	`domain` text NOT NULL,
	PRIMARY KEY(`letter`, `version`, `position`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `domains_once` ON `domains` (`letter`,`version`,`domain`);--> statement-breakpoint
CREATE TABLE `employers` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`headcount` integer,
	`headcount_source` text,
	PRIMARY KEY(`letter`, `version`, `position`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `letters` (
	`id` blob PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`address` text NOT NULL,
	`status` text NOT NULL,
	`public_id` blob,
	`created_at` integer NOT NULL,
	`opened_at` integer,
	`closed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `letters_slug_unique` ON `letters` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `letters_address_unique` ON `letters` (`address`);--> statement-breakpoint
CREATE UNIQUE INDEX `letters_public_id_unique` ON `letters` (`public_id`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`url` text,
	PRIMARY KEY(`letter`, `version`, `position`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pledges` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`letter`, `version`, `position`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `versions` (
	`letter` blob NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`from` text,
	`salutation` text,
	`body` text NOT NULL,
	`closing` text,
	`language` text NOT NULL,
	`shown` text NOT NULL,
	`comments` integer NOT NULL,
	`release_min` integer NOT NULL,
	`release_every` integer NOT NULL,
	`seal_until` integer,
	`closes` text,
	`text_hash` blob NOT NULL,
	`descriptor` text,
	`version_hash` blob,
	PRIMARY KEY(`letter`, `number`),
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
