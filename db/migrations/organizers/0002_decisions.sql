CREATE TABLE `proposals` (
	`id` blob PRIMARY KEY NOT NULL,
	`letter` blob NOT NULL,
	`deed` text NOT NULL,
	`detail` text NOT NULL,
	`by` blob NOT NULL,
	`at` integer NOT NULL,
	`outcome` text,
	FOREIGN KEY (`by`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `proposals_for` ON `proposals` (`letter`,`at`);