import { defineConfig } from 'drizzle-kit';

/** `DATABASE=board npm run migration` writes the next migration of one database: letters, issuer, pending, board, organizers or followers. */
const database = process.env['DATABASE'] ?? 'letters';

export default defineConfig({
  dialect: 'sqlite',
  schema: `./db/schema/${database}*.ts`,
  out: `./db/migrations/${database}`,
});
