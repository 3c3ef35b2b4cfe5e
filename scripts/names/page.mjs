// The coverage table as a page.
const titles = {
  torch: 'torch, torch.Tensor, torch.linalg, torch.special, torch.nn.functional',
  nn: 'torch.nn',
  optim: 'torch.optim',
};

function call({ symbol, kind, positional, options }) {
  if (kind === 'property') return `\`x.${symbol}\``;
  const inner = [...positional, ...(options.length > 0 ? [`{ ${options.join(', ')} }`] : [])];
  if (kind === 'class') return `\`new ${symbol}(${inner.join(', ')})\``;
  return kind === 'method' ? `\`x.${symbol}(${inner.slice(1).join(', ')})\`` : `\`${symbol}(${inner.join(', ')})\``;
}

const line = ([name, row]) =>
  `| \`${name}\` | ${call(row)} | ${row.package.slice(3)} | ${row.method ? '✓' : ''} | ${row.differentiable ? '✓' : ''} |`;

function section(name, rows) {
  const all = Object.entries(rows);
  const missing = all.filter(([, row]) => row.symbol === undefined);
  const there = all.filter(([, row]) => row.symbol !== undefined);
  return [
    `## ${titles[name]}`,
    '',
    `${there.length} names.`,
    '',
    '| PyTorch | here | package | also a method | gradients compared |',
    '| --- | --- | --- | --- | --- |',
    ...there.map(line),
    ...(missing.length > 0
      ? ['', 'Absent:', '', ...missing.map(([n, row]) => `* \`${n}\`: ${row.absent ?? 'not yet'}`)]
      : []),
    '',
  ];
}

/** docs/coverage.md */
export function page(table) {
  return [
    '# Names of PyTorch',
    '',
    'Written by `npm run coverage` from what the packages export. Arguments in front are positional, those in braces are keys of',
    'the options object at the end; `?` marks what may be left out. [coverage.json](coverage.json) has the same for programs:',
    '`positional` (of a method, the first is the tensor itself), `options`, further signatures as `overloads`, `asMethod` where the',
    'method is called otherwise, `differentiable` where gradients are compared with PyTorch, and the `tests` that name the symbol.',
    '',
    ...Object.entries(table).flatMap(([name, rows]) => section(name, rows)),
  ].join('\n');
}
