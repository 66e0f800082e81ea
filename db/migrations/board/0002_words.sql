DROP INDEX `signatures_by_name`;--> statement-breakpoint
ALTER TABLE `signatures` RENAME COLUMN `name_key` TO `words`;--> statement-breakpoint
CREATE INDEX `signatures_shown` ON `signatures` (`letter`,`position`) WHERE words IS NOT NULL;--> statement-breakpoint
CREATE INDEX `signatures_by_employer` ON `signatures` (`letter`,`employer`,`position`) WHERE words IS NOT NULL;--> statement-breakpoint
CREATE INDEX `signatures_with_comment` ON `signatures` (`letter`,`position`) WHERE comment IS NOT NULL;--> statement-breakpoint
CREATE TABLE `indexed_letters` (
	`number` integer PRIMARY KEY NOT NULL,
	`letter` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `indexed_letters_letter_unique` ON `indexed_letters` (`letter`);--> statement-breakpoint
-- Keeps no text, and what is deleted leaves its pages at once: see db/word-index.ts.
CREATE VIRTUAL TABLE `indexed_words` USING fts5(words, content='', tokenize='ascii', detail='none', prefix='1 2 3 4 5 6 7 8 9');--> statement-breakpoint
INSERT INTO `indexed_words`(`indexed_words`, `rank`) VALUES ('secure-delete', 1);
-- What was published before is indexed when the board opens.
