CREATE TABLE `progress` (
	`letter` blob PRIMARY KEY NOT NULL,
	`reached` integer NOT NULL,
	`at` integer NOT NULL
);
