import { run } from './cli.js';

// a reader that goes away (`| head`) does not end the training
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), process);
// what is left is the way out: an echo of the Ctrl-C that ended the run must not make it look killed
process.on('SIGINT', () => undefined);
