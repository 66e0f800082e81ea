const set = (words: string): Set<string> => new Set(words.trim().split(/\s+/));

/** Marks that companies put on documents which must not leave them. */
export const documentMarks =
  /\b(?:(?:strictly |company |top )?confidential|internal (?:use )?only|for internal use|do not (?:distribute|forward|share)|attorney[- ]client|privileged (?:and|&) confidential|proprietary (?:and|&) confidential|trade secret|need[- ]to[- ]know|NDA)\b/gi;

/** Numbers of tickets, such as PAY-1234. Standards and laws are written alike, and are let be. */
export const ticket = /\b(?!(?:ISO|RFC|COVID|UTF|SHA|GPT|USB|EU|UN|US|UK|CVE|HTTP)-)[A-Z][A-Z0-9]{1,9}-\d{2,6}\b/g;

/** “Project Dragonfly”, “Operation …”, “codename …”: with the name behind it. */
export const codeName =
  /\b(?:Project|Operation|Codename|Code name|Initiative)\s+[“"']?(?:[A-Z][\p{L}\d]+)(?:\s[A-Z][\p{L}\d]+)?/gu;

export const superlatives = set(`
  worst best greatest biggest unprecedented unbelievable outrageous always never everyone everybody nobody
  absolutely totally utterly completely obviously clearly undeniably countless shocking disastrous catastrophic
`);

export const insults = set(`
  idiot idiots idiotic stupid moron morons liar liars lying crook crooks criminal criminals corrupt coward cowards
  cowardly incompetent evil disgusting pathetic disgrace disgraceful shameful greedy fascist fascists nazi nazis
  clown clowns scum parasite parasites traitor traitors hypocrite hypocrites spineless psychopath psychopaths
`);

/** Verbs with which a text says that somebody did something that can be looked up. */
export const claims =
  /\b(?:has|have|had)\s+(?:decided|announced|signed|refused|confirmed|admitted|promised|fired|dismissed|laid off|sold|paid|stated|rejected|ignored)\b|\b(?:announced|admitted|according to|was fined|were fired|was fired|were laid off)\b/i;

/** A number that says something of the world: money, shares, amounts, years; not the number of a list. */
export const figures =
  /(?:[$€£]\s?\d|\b\d[\d.,]{0,15}\s?(?:%|percent|per cent|million|billion|thousand|employees|people|workers|hours|times)(?!\w)|\b(?:19|20)\d{2}\b|\b\d{1,3}(?:[.,]\d{3})+\b)/i;

/** Words that speak for one person, where nothing in the paragraph speaks for several. */
export const alone = /(?:^|[^\p{L}'’])(?:I|I['’](?:m|ve|d|ll)|my|me|mine|myself)(?![\p{L}])/u;
export const together = /(?:^|[^\p{L}])(?:we|us|our|ours|ourselves|together|colleagues)(?![\p{L}])/iu;

/** Words that are written large without being part of a person's name. */
export const noNames = set(`
  The A An And But Or If In On At By For From To Of We Our You Your They Their It Its This That These Those There
  He She I As When While Where What Who Why How Not No Yes All Every Each Some Any Many Most More With Without
  After Before Since Until Because Although However Therefore Dear Sincerely Yours Please Thank Thanks
  Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
  September October November December Chief Executive Officer President Vice Director Board Chair Head Senior
  Junior General Manager Department Team Group Office Committee Council Court Act Law Rights Human United Nations
  States Kingdom European Union Commission Parliament Congress Senate House White North South East West New York
  San Los Angeles Francisco Google Amazon Microsoft Meta Apple Inc Ltd Corporation Company Corp University Institute
  Open Letter Project Operation Codename Initiative Code Cloud Services Policy Report Annual Day Week Month Year
`);
