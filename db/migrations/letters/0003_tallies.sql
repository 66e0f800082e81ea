ALTER TABLE `versions` ADD `vouching` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `supporters` text;