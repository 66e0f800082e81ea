ALTER TABLE `letters` ADD `private_address` text;--> statement-breakpoint
CREATE UNIQUE INDEX `letters_private_address_unique` ON `letters` (`private_address`);