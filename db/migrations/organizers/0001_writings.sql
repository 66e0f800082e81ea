CREATE TABLE `revisions` (
	`letter` blob NOT NULL,
	`number` integer NOT NULL,
	`content` text NOT NULL,
	`by` blob NOT NULL,
	`at` integer NOT NULL,
	`aside` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`letter`, `number`),
	FOREIGN KEY (`letter`) REFERENCES `writings`(`letter`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `writings` (
	`letter` blob PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`revision` integer NOT NULL
);
