import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunWriter, WireClient } from '../support/demo/client.ts';
import { electronBinary, electronMissing, openScreen, type Screen } from '../support/electron.ts';
import { entityOf, newDataDir } from '../support/host.ts';
import { chartMoved, keepScreen } from '../support/page.ts';
import { fixture, pythonMissing, startScript } from '../support/python.ts';
import { nowMs, until } from '../support/time.ts';

const missing = electronMissing() ?? pythonMissing();

interface Lock {
  readonly pid: number;
  readonly address: string;
}

describe.skipIf(missing !== undefined)(
  `the desktop window, in a real Electron${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const dataDir = newDataDir();
    let screen: Screen;
    let binary: string;
    let app: ElectronApplication;
    let page: Page;
    let shell: ChildProcess | undefined;

    // Chromium's sandbox does not run as root, which is what test machines are; the application itself never asks for this.
    const args = ['--no-sandbox', '--data-dir', dataDir, '--host-node', process.execPath, '--port', '0'];
    const lock = (): Lock => JSON.parse(readFileSync(join(dataDir, 'host.lock'), 'utf8')) as Lock;
    const env = (): Record<string, string> => ({ ...(process.env as Record<string, string>), DISPLAY: screen.display });
    const launch = async (): Promise<void> => {
      app = await _electron.launch({ executablePath: binary, args, env: env(), timeout: 60_000 });
      shell = app.process();
      page = await app.firstWindow();
      await until('the window to show the host', () => page.url().startsWith('http://'), 60_000);
    };

    beforeAll(async () => {
      binary = electronBinary();
      screen = await openScreen();
    });
    afterAll(async () => {
      if (shell?.exitCode === null) {
        shell.kill('SIGTERM');
        await until('Electron to end', () => shell?.exitCode !== null || shell.signalCode !== null).catch(() => {
          shell?.kill('SIGKILL');
        });
      }
      screen?.close();
      rmSync(dataDir, { recursive: true, force: true });
    });

    test('the window opens on its own host, locked to it and isolated', async () => {
      await launch();
      expect(page.url().startsWith(lock().address)).toBe(true);
      await page.getByText('WANDB_BASE_URL').first().waitFor();
      await keepScreen(page, 'electron-1-first-start');
      const { bridge, hasNode } = await page.evaluate(() => ({
        bridge: Object.keys((globalThis as { taffrail?: object }).taffrail ?? {}).sort(),
        hasNode: 'require' in globalThis || 'process' in globalThis,
      }));
      expect(bridge).toEqual(['pathOfFile', 'prepareDrag', 'revealDataFolder', 'startDrag', 'versions']);
      expect(hasNode).toBe(false);
      const menu = await app.evaluate(({ Menu }) =>
        Menu.getApplicationMenu()?.items.map((item) => item.label.replace('&', '')),
      );
      expect(menu).toEqual(expect.arrayContaining(['File', 'View', 'Go']));
      await page.evaluate(() => void (location.href = 'https://example.com/'));
      await page.evaluate(() => void window.open('http://example.com/'));
      expect(page.url().startsWith(lock().address)).toBe(true);
      expect(app.windows()).toHaveLength(1);
      const answer = await page.evaluate(() =>
        fetch('https://example.com/').then(
          () => 'reached',
          () => 'refused',
        ),
      );
      expect(answer).toBe('refused');
    });

    test('a run appears live while the script trains', async () => {
      const script = startScript(fixture('digits.py'), {
        address: lock().address,
        args: ['--id', 'desktop', '--epochs', '16', '--pace', '0.5'],
        env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1' },
      });
      const entity = await entityOf(lock().address);
      await until('the run to be created', async () => {
        const response = await fetch(`${lock().address}/api/runs/${entity}/digits/desktop`);
        return response.status === 200;
      });
      await page.goto(`${lock().address}/${entity}/digits/runs/desktop`);
      const first = await chartMoved(page, undefined, 60_000);
      await chartMoved(page, first);
      await keepScreen(page, 'electron-2-training');
      const result = await script.done;
      expect(result.code, result.output).toBe(0);
      await page
        .getByText(/finished/i)
        .first()
        .waitFor({ timeout: 30_000 });
    });

    test('a file of the host is dragged out as a file of its own name; nothing else is', async () => {
      const path = `/files/${await entityOf(lock().address)}/digits/desktop/config.yaml`;
      const served = await (await fetch(lock().address + path)).text();
      // The system's drag needs a hand that holds the button; what it is given is what counts.
      await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        const kept = globalThis as { dragged?: string };
        if (window !== undefined)
          window.webContents.startDrag = ({ file, icon }) => {
            kept.dragged = typeof icon === 'string' || icon.isEmpty() ? 'no icon' : file;
          };
      });
      const drag = (from: string, name: string): Promise<string> =>
        page.evaluate(
          async ([wanted, called]) => {
            const { taffrail } = globalThis as unknown as {
              taffrail: { prepareDrag(path: string, name: string): Promise<void>; startDrag(path: string): void };
            };
            const answer = await taffrail.prepareDrag(wanted, called).then(
              () => 'ready',
              () => 'refused',
            );
            taffrail.startDrag(wanted);
            return answer;
          },
          [from, name] as const,
        );
      for (const outside of ['/api/settings', '/files/../api/projects', 'https://example.com/files/a', '/files/none'])
        expect(await drag(outside, 'a.txt'), outside).toBe('refused');
      expect(await app.evaluate(() => (globalThis as { dragged?: string }).dragged)).toBeUndefined();
      expect(await drag(path, '../../con<fig>.yaml')).toBe('ready');
      const file = await until('the drag', () => app.evaluate(() => (globalThis as { dragged?: string }).dragged));
      expect(basename(file)).toBe('con_fig_.yaml');
      expect(readFileSync(file, 'utf8')).toBe(served);
    });

    test('what is dragged again is the same file, until the host has other bytes', async () => {
      const entity = await entityOf(lock().address);
      const client = new WireClient(lock().address);
      const run = await client.startRun({ project: 'dragged', name: 'changing' });
      const path = `/files/${entity}/dragged/changing/note.txt`;
      const drag = async (): Promise<string> => {
        await app.evaluate(() => void delete (globalThis as { dragged?: string }).dragged);
        await page.evaluate(async (wanted) => {
          const { taffrail } = globalThis as unknown as {
            taffrail: {
              prepareDrag(path: string, name: string): Promise<void>;
              startDrag(path: string): void;
            };
          };
          const both = [taffrail.prepareDrag(wanted, 'note.txt'), taffrail.prepareDrag(wanted, 'note.txt')];
          await Promise.all(both);
          taffrail.startDrag(wanted);
        }, path);
        return until('the drag', () => app.evaluate(() => (globalThis as { dragged?: string }).dragged));
      };
      await run.file('note.txt', 'first');
      const first = await drag();
      expect(readFileSync(first, 'utf8')).toBe('first');
      expect(await drag()).toBe(first);
      await run.file('note.txt', 'second');
      const second = await drag();
      expect(readFileSync(second, 'utf8')).toBe('second');
      expect(readFileSync(first, 'utf8')).toBe('first');
      expect(readdirSync(join(dirname(second), '..')).filter((name) => name.endsWith('.part'))).toEqual([]);
      await run.finish(0);
    });

    test('the page says where the key of a remote will be: this machine has no safe storage', async () => {
      const isThere = await app.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable());
      await page.goto(`${lock().address}/sync`);
      await page.getByRole('button', { name: 'Add remote' }).click();
      await page.getByText(isThere ? 'sealed by the safe storage' : 'no safe storage of the system').waitFor();
      expect(existsSync(join(dataDir, 'desktop', 'vault.bin'))).toBe(isThere);
      await page.keyboard.press('Escape');
      await page.goto(`${lock().address}/${await entityOf(lock().address)}/digits/runs/desktop`);
    });

    test('a second start brings the first window to the front and ends', async () => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
      const second = spawn(binary, args, { env: env(), stdio: 'ignore' });
      const code = await new Promise((resolve) => second.once('exit', resolve));
      expect(code).toBe(0);
      await until('the window to be restored', () =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() === false),
      );
      expect(app.windows()).toHaveLength(1);
    });

    test('a host that is killed is started again, and the page comes back where it was', async () => {
      const before = lock();
      const url = page.url();
      process.kill(before.pid, 'SIGKILL');
      await until('another host', () => lock().pid !== before.pid && lock().address !== '', 60_000);
      await until('the page to come back', () => page.url() === url.replace(before.address, lock().address), 30_000);
      await page.getByText('sgd-digits').first().waitFor();
    });

    test('closing the window while a run is live keeps recording; the next start shows it again', async () => {
      const run: RunWriter = await new WireClient(lock().address).startRun({ project: 'live', name: 'kept' });
      await run.history([{ _step: 0, _timestamp: nowMs() / 1000, loss: 1 }]);
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      });
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await until('the window to close', () => app.windows().length === 0);
      await run.history([{ _step: 1, _timestamp: nowMs() / 1000, loss: 0.5 }]);
      const reopened = app.waitForEvent('window');
      const second = spawn(binary, args, { env: env(), stdio: 'ignore' });
      await new Promise((resolve) => second.once('exit', resolve));
      page = await reopened;
      await until('the window to show the host', () => page.url().startsWith(lock().address));
      await run.finish(0);
    });

    test('quitting stops the host in peace', async () => {
      const { pid } = lock();
      shell?.kill('SIGTERM');
      await until('Electron to end', () => shell?.exitCode !== null || shell.signalCode !== null);
      expect(shell?.exitCode).toBe(0);
      expect(() => process.kill(pid, 0)).toThrow();
    });
  },
);
