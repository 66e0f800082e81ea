ALTER TABLE `letters` ADD `ended_at` integer;--> statement-breakpoint
ALTER TABLE `letters` ADD `removal_note` text;