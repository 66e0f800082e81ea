import busboy from 'busboy';
import type { Request } from 'express';

/** A form with a file, as a browser sends it. */
export interface Upload {
  fields: Record<string, string>;
  /** Null where no file was chosen; too large, where it has more bytes than are taken. */
  file: { bytes: Buffer } | 'too large' | null;
}

const MOST_FIELDS = 20;
const LONGEST_FIELD = 1_000_000;

/**
 * Reads a form with one file. A file beyond the limit is read to its end and thrown away piece by piece, so that the
 * browser hears an answer instead of a broken connection; undefined where what came is no such form.
 */
export function readUpload(req: Request, mostBytes: number): Promise<Upload | undefined> {
  return new Promise((resolve) => {
    const form = formReader(req, mostBytes);
    if (!form) return resolve(undefined);
    const upload: Upload = { fields: Object.create(null) as Record<string, string>, file: null };
    form.on('field', (name, value) => (upload.fields[name] = value));
    form.on('file', (_name, stream, { filename }) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('limit', () => void (pieces.length = 0));
      // a form that breaks off within the file says so here first; without a listener the program would end
      stream.on('error', () => resolve(undefined));
      stream.on('close', () => {
        const bytes = Buffer.concat(pieces);
        if (stream.truncated) upload.file = 'too large';
        // browsers send an empty file without a name where none was chosen
        else if (filename || bytes.length > 0) upload.file = { bytes };
      });
    });
    form.on('error', () => resolve(undefined));
    form.on('close', () => resolve(upload));
    req.on('aborted', () => resolve(undefined));
    req.pipe(form);
  });
}

function formReader(req: Request, fileSize: number): busboy.Busboy | undefined {
  const limits = { fileSize, files: 1, fields: MOST_FIELDS, fieldSize: LONGEST_FIELD, parts: MOST_FIELDS + 1 };
  try {
    return busboy({ headers: req.headers, limits });
  } catch {
    // another content type, or none of its boundaries
    return undefined;
  }
}
