import { encode } from 'uqr';

/** Draws a pass as a QR code when the page has one. */
document.addEventListener('pass', (event) => {
  const { data, size } = encode((event as CustomEvent<string>).detail, { ecc: 'L', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  for (const svg of document.querySelectorAll('svg[data-qr]')) {
    svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
    svg.querySelector('path')?.setAttribute('d', squares.join(''));
  }
});
