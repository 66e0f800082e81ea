CREATE TABLE `acts` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`organizer` blob,
	`letter` blob NOT NULL,
	`what` text NOT NULL,
	`detail` text NOT NULL,
	FOREIGN KEY (`organizer`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `acts_on` ON `acts` (`letter`,`id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`hash` blob PRIMARY KEY NOT NULL,
	`letter` blob NOT NULL,
	`role` text NOT NULL,
	`by` blob NOT NULL,
	`expires_at` integer NOT NULL,
	`used` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`by`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `invitations_to` ON `invitations` (`letter`);--> statement-breakpoint
CREATE TABLE `members` (
	`letter` blob NOT NULL,
	`organizer` blob NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`letter`, `organizer`),
	FOREIGN KEY (`organizer`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_are` ON `members` (`organizer`);--> statement-breakpoint
CREATE TABLE `organizers` (
	`id` blob PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizers_email_unique` ON `organizers` (`email`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` blob PRIMARY KEY NOT NULL,
	`organizer` blob NOT NULL,
	`public_key` blob NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`added_at` integer NOT NULL,
	FOREIGN KEY (`organizer`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `passkeys_of` ON `passkeys` (`organizer`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`hash` blob PRIMARY KEY NOT NULL,
	`organizer` blob NOT NULL,
	`used` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`organizer`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recovery_codes_of` ON `recovery_codes` (`organizer`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` blob PRIMARY KEY NOT NULL,
	`organizer` blob NOT NULL,
	`began_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`organizer`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_of` ON `sessions` (`organizer`);