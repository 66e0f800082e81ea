CREATE TABLE `lists` (
	`letter` blob PRIMARY KEY NOT NULL,
	`changes` integer NOT NULL
);
