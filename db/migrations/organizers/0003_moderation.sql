CREATE TABLE `moderation_locks` (
	`letter` blob PRIMARY KEY NOT NULL,
	`organizer` blob NOT NULL,
	`until` integer NOT NULL,
	FOREIGN KEY (`organizer`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `moderation_rules` (
	`letter` blob PRIMARY KEY NOT NULL,
	`comments` text NOT NULL,
	`words` text NOT NULL
);
