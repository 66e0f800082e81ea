ALTER TABLE `signatures` ADD `site` integer;--> statement-breakpoint
ALTER TABLE `signatures` ADD `occupation` integer;