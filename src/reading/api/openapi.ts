import * as z from 'zod';
import { paths } from '../../paths.ts';
import * as schemas from './schemas.ts';

/** The description of the interface for programs: OpenAPI 3.1, made from the schemas that requests are checked by. */
export function openApi(baseUrl: string): object {
  const slug = { name: 'slug', in: 'path', required: true, schema: { type: 'string' } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Undersigned',
      version: '1',
      description:
        'Open letters and who signed them, for programs. Read only, without a key; any site may ask. Fields are added and never taken away. What is shown changes only when a batch of signatures is released.',
    },
    servers: [{ url: baseUrl }],
    paths: {
      [paths.apiLetters()]: get('listLetters', 'The letters that are open', schemas.letters, [], {}),
      [paths.apiLetter('{slug}')]: get('getLetter', 'One letter', schemas.letter, [slug], {
        ...refusals(),
        302: { description: 'To the letter, from the address of a tally beside it: all its numbers are there' },
      }),
      [paths.apiSignatures('{slug}')]: get(
        'listSignatures',
        'Who signed with a name or a role, page by page',
        schemas.signatures,
        [slug, ...parametersOf(schemas.signaturesQuery)],
        refusals(),
      ),
    },
    components: { schemas: components() },
  };
}

function get(operationId: string, summary: string, answer: z.ZodType, parameters: object[], more: object) {
  return {
    get: {
      ...{ operationId, summary, parameters },
      responses: {
        200: { description: summary, content: { 'application/json': { schema: refTo(answer) } } },
        304: { description: 'Not modified, for If-None-Match' },
        ...more,
        default: refusal('A problem'),
      },
    },
  };
}

/** Why a letter is not to be read. */
const refusals = () => ({
  400: refusal('The address or the query cannot be read'),
  404: refusal('There is no such letter, or its signatures are not shown yet'),
  410: refusal('Its organizers removed the letter, and say why'),
});

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: refTo(schemas.problem) } },
});

const nameOf = (schema: z.ZodType): string => String(z.globalRegistry.get(schema)?.id);

const refTo = (schema: z.ZodType) => ({ $ref: `#/components/schemas/${nameOf(schema)}` });

function parametersOf(query: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }));
}

/** Every schema under its name, without what only a file of its own would need. */
function components(): Record<string, object> {
  const named = z.registry<{ id: string }>();
  const { letters, letterInList, letter, breakdown, headcount, demand } = schemas;
  const { addressee, response, signatory, signatures, problem } = schemas;
  const ofLetters = [letters, letterInList, letter, breakdown, headcount, demand, addressee, response];
  for (const schema of [...ofLetters, signatory, signatures, problem]) named.add(schema, { id: nameOf(schema) });
  const made = z.toJSONSchema(named, { uri: (id) => `#/components/schemas/${id}` }).schemas;
  return Object.fromEntries(
    Object.entries(made).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]),
  );
}
