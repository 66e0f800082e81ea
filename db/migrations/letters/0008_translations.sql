CREATE TABLE `translations` (
	`letter` blob NOT NULL,
	`version` integer NOT NULL,
	`language` text NOT NULL,
	`content` text,
	`written` text,
	`revision` integer NOT NULL,
	PRIMARY KEY(`letter`, `version`, `language`)
);
