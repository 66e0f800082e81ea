/**
 * A shared link pins the letter by its fragment, which browsers do not carry on by themselves: the way from the
 * letter to the pages that sign, change and invite keeps it here, so that the client can compare it. So does the way
 * to the page for a pass that was kept.
 */
if (/^#\w{26}$/.test(location.hash)) {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(
    'a[href$="/sign"], a[href$="/signature"], a[href$="/change"], a[href$="/invite"]',
  ))
    link.hash = location.hash;
}
