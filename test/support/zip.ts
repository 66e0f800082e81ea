import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a zip file by their names, in their order; throws where a check sum is wrong. */
export function filesIn(zip: Buffer): Record<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('the zip file is not whole');
  const files: Record<string, Buffer> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let i = zip.readUInt16LE(end + 10); i > 0; i--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength!);
    files[name] = fileAt(zip, zip.readUInt32LE(at + 42), zip.subarray(at, at + 46));
    at += 46 + nameLength! + extra! + comment!;
  }
  return files;
}

function fileAt(zip: Buffer, at: number, entry: Buffer): Buffer {
  const begin = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const stored = zip.subarray(begin, begin + entry.readUInt32LE(20));
  const file = entry.readUInt16LE(10) === 0 ? stored : inflateRawSync(stored);
  if (crc32(file) !== entry.readUInt32LE(16)) throw new Error('a file in the zip file is damaged');
  return file;
}
