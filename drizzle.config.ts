import { defineConfig } from 'drizzle-kit';

/** `DATABASE=board npm run migration` writes the next migration of one database: letters, issuer, pending, board or organizers. */
const database = process.env['DATABASE'] ?? 'letters';

export default defineConfig({
  dialect: 'sqlite',
  schema: `./db/schema/${database}*.ts`,
  out: `./db/migrations/${database}`,
});
