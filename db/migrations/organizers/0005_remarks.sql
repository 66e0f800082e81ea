CREATE TABLE `remark_answers` (
	`number` integer PRIMARY KEY NOT NULL,
	`form` blob NOT NULL,
	`remark` integer NOT NULL,
	`says` text NOT NULL,
	`by` blob NOT NULL,
	`said` integer NOT NULL,
	FOREIGN KEY (`remark`) REFERENCES `remarks`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `remark_answers_form_unique` ON `remark_answers` (`form`);--> statement-breakpoint
CREATE INDEX `answers_to` ON `remark_answers` (`remark`);--> statement-breakpoint
CREATE TABLE `remarks` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`form` blob NOT NULL,
	`letter` blob NOT NULL,
	`at` text NOT NULL,
	`paragraph` integer,
	`text` text NOT NULL,
	`says` text NOT NULL,
	`instead` text,
	`by` blob NOT NULL,
	`said` integer NOT NULL,
	`state` text NOT NULL,
	`settled_by` blob,
	FOREIGN KEY (`by`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`settled_by`) REFERENCES `organizers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `remarks_form_unique` ON `remarks` (`form`);--> statement-breakpoint
CREATE INDEX `remarks_on` ON `remarks` (`letter`,`state`,`number`);