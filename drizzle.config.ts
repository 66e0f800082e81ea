import { defineConfig } from 'drizzle-kit';

/** `npm run migration -- <database>` writes the next migration of one database: letters, issuer, pending or board. */
const database = process.env['DATABASE'] ?? 'letters';

export default defineConfig({
  dialect: 'sqlite',
  schema: `./db/schema/${database}.ts`,
  out: `./db/migrations/${database}`,
});
