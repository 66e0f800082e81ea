CREATE TABLE `corrections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`letter` blob NOT NULL,
	`at` integer NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `corrections_of` ON `corrections` (`letter`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`letter` blob NOT NULL,
	`at` integer NOT NULL,
	`day` text NOT NULL,
	`to` text NOT NULL,
	`how` text NOT NULL,
	`reminded` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deliveries_of` ON `deliveries` (`letter`);--> statement-breakpoint
CREATE TABLE `demand_marks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`letter` blob NOT NULL,
	`at` integer NOT NULL,
	`demand` text NOT NULL,
	`status` text NOT NULL,
	`day` text NOT NULL,
	`source` text,
	`note` text,
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `demand_marks_of` ON `demand_marks` (`letter`);--> statement-breakpoint
CREATE TABLE `responses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`letter` blob NOT NULL,
	`at` integer NOT NULL,
	`day` text NOT NULL,
	`from` text NOT NULL,
	`source` text,
	`text` text NOT NULL,
	`demands` text NOT NULL,
	`copy` text,
	`copy_day` text,
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `responses_of` ON `responses` (`letter`);--> statement-breakpoint
CREATE TABLE `updates` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`letter` blob NOT NULL,
	`at` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`letter`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `updates_of` ON `updates` (`letter`);