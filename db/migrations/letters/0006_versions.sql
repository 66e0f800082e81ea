ALTER TABLE `versions` ADD `open_at` integer;--> statement-breakpoint
ALTER TABLE `versions` ADD `amended_at` integer;