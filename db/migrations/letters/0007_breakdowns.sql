ALTER TABLE `versions` ADD `sites` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `roles` text DEFAULT '[]' NOT NULL;