CREATE TABLE `announced` (
	`letter` blob NOT NULL,
	`event` text NOT NULL,
	PRIMARY KEY(`letter`, `event`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `followers` (
	`letter` blob NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	PRIMARY KEY(`letter`, `endpoint`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `notices` (
	`letter` blob NOT NULL,
	`endpoint` text NOT NULL,
	`event` text NOT NULL,
	PRIMARY KEY(`letter`, `endpoint`, `event`)
) WITHOUT ROWID;
