import { rmSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeClassifierSweep } from '../support/demo/classifier.ts';
import { entityOf, newDataDir, startHost, type TestHost } from '../support/host.ts';
import { chartPicture, keepScreen, listenForTrouble, settled } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(
  `the list of runs beside the charts${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const dataDir = newDataDir();
    let host: TestHost;
    let browser: Browser;
    let page: Page;
    let workspace: string;
    let trouble: readonly string[];

    beforeAll(async () => {
      // A folder of its own, because the host is started again on it.
      host = await startHost({ dataDir });
      await writeClassifierSweep(host.address, nowMs(), 8);
      const entity = await entityOf(host.address);
      workspace = `${host.address}/${entity}/image-classifier/workspace`;
      browser = await launchChromium();
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      trouble = listenForTrouble(page, host.address);
      await page.goto(workspace);
      await settled(page);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
    });

    const list = (): Locator => page.getByRole('list', { name: 'Runs' });
    const names = (): Promise<string[]> => list().getByRole('link').allTextContents();
    /** One popover after the other, as a person does. */
    const closePopups = (): Promise<boolean> =>
      until('all popovers to be closed', async () => {
        await page.keyboard.press('Escape');
        return (await page.locator('[role=dialog][data-open]').count()) === 0;
      });
    const nameAt = (index: number): Locator => list().getByRole('link').nth(index);

    test('the menu of a run renames it, tags it and asks before it deletes', async () => {
      const before = (await names())[1];
      await nameAt(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('the good one');
      await page.keyboard.press('Enter');
      await until('the new name', async () => (await names())[1] === 'the good one');
      await nameAt(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Edit tags' }).click();
      await page.getByRole('textbox', { name: 'Add tag' }).fill('keep');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Remove tag keep' }).waitFor();
      await page.keyboard.press('Escape');
      await nameAt(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
      await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByText('Delete the good one?').waitFor();
      await page.keyboard.press('Escape');
      expect(await names()).not.toContain(before);
      expect(await names()).toHaveLength(8);
    });

    test('a long name keeps its end, by which names of a sweep differ, unless a person wants it otherwise', async () => {
      await nameAt(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill(`${'the-same-words-for-all-of-them-'.repeat(3)}lr-0.003`);
      await page.keyboard.press('Enter');
      const end = nameAt(1).getByText('lr-0.003');
      await end.waitFor();
      const fits = async (): Promise<boolean> => {
        const [row, words] = [await nameAt(1).boundingBox(), await end.boundingBox()];
        return row !== null && words !== null && words.x + words.width <= row.x + row.width;
      };
      expect(await fits()).toBe(true);
      await page.goto(`${host.address}/settings`);
      await page.getByRole('button', { name: 'Two lines' }).click();
      await page.goto(workspace);
      await until('two lines', async () => ((await nameAt(1).boundingBox())?.height ?? 0) > 25);
      await page.evaluate(() => localStorage.removeItem('taffrail.names'));
      await page.goto(workspace);
      await settled(page);
    });

    test('runs are selected with Ctrl and Shift, shown alone, and compared', async () => {
      await nameAt(0).click({ modifiers: ['ControlOrMeta'] });
      await nameAt(2).click({ modifiers: ['Shift'] });
      await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
      expect(page.url()).toContain('/workspace');
      await keepScreen(page, 'run-list-selected');
      await page.getByRole('button', { name: 'Show only these' }).click();
      await page.getByText('3 visualized of 8').waitFor();
      await page.keyboard.press('ControlOrMeta+k');
      await page
        .getByRole('combobox', { name: 'Search projects, runs, panels and commands' })
        .fill('compare the selected');
      await page.getByRole('option', { name: 'Compare the selected runs' }).waitFor();
      await closePopups();
      await page.keyboard.press('c');
      await page.getByRole('heading', { name: 'Compare 3 runs' }).waitFor();
      await page.goBack();
      await page.getByText('3 visualized of 8').waitFor();
    });

    test('shortcuts stay with the marked run, wherever its row goes', async () => {
      await settled(page);
      const name = (await names())[2] ?? '';
      for (let i = 0; i < 3; i++) await page.keyboard.press('j');
      await page.keyboard.press('p');
      await page.keyboard.press('b');
      await until('the run to be on top', async () => (await names())[0] === name);
      const row = list().getByRole('listitem').first();
      await row.getByLabel('Pinned').waitFor();
      await row.getByLabel('Baseline').waitFor();
      // A link that has the focus does not know Space: it is for the eye of its run.
      await nameAt(0).focus();
      await page.keyboard.press('Space');
      await row.getByRole('button', { name: `Show ${name}` }).waitFor();
    });

    test('a change that was undone just before a reload stays undone', async () => {
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('3 visualized of 8').waitFor();
      for (const _ of ['baseline', 'pin']) await page.getByRole('button', { name: 'Undo' }).click();
      // In one go: not even the address has the time to follow.
      await Promise.all([
        page.waitForEvent('load'),
        page.getByRole('button', { name: 'Undo' }).evaluate((button: HTMLElement) => {
          button.click();
          location.reload();
        }),
      ]);
      await settled(page);
      await page.getByText('8 visualized of 8').waitFor();
      expect(await page.getByRole('button', { name: 'Redo' }).isEnabled()).toBe(true);
      expect(trouble).toEqual([]);
    });

    test('columns stand in the list, sort it, and can be undone', async () => {
      await page.getByRole('button', { name: 'Columns and colours' }).click();
      await page.getByRole('button', { name: 'Column', exact: true }).click();
      await page.getByRole('searchbox', { name: 'Find a column' }).fill('learning_rate config');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Take learning_rate out of the list' }).waitFor();
      await closePopups();
      const values = (): Promise<string[]> => list().locator('[data-column="config:learning_rate"]').allTextContents();
      await until('a value beside each run', async () => (await values()).filter((text) => text !== '').length === 8);
      await page.getByRole('button', { name: 'learning_rate', exact: true }).click();
      await until('the largest first', async () => {
        const numbers = (await values()).map(Number);
        return numbers.every((one, i) => i === 0 || one <= (numbers[i - 1] ?? 0));
      });
      await page.reload();
      await until('the values again', async () => (await values()).length === 8);
      for (const _ of ['sort', 'column']) await page.getByRole('button', { name: 'Undo' }).click();
      await until('no column', async () => (await values()).length === 0);
    });

    test('a column keeps its values while one before it goes, also for a run that is fetched by itself', async () => {
      for (const key of ['learning_rate config', 'batch_size config']) {
        await page.getByRole('button', { name: 'Columns and colours' }).click();
        await page.getByRole('button', { name: 'Column', exact: true }).click();
        await page.getByRole('searchbox', { name: 'Find a column' }).fill(key);
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: `Take ${key.split(' ')[0]} out of the list` }).waitFor();
        await closePopups();
      }
      await nameAt(0).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
      const pinned = list().getByRole('listitem').first();
      await pinned.getByLabel('Pinned').waitFor();
      const size = pinned.locator('[data-column="config:batch_size"]');
      await until('its values', async () => /^\d+$/.test(await size.innerText()));
      const before = await size.innerText();
      const isOfPins = (body: string | null): boolean => body?.includes('"op":"in"') === true;
      const held: (() => void)[] = [];
      let isHolding = true;
      await page.route('**/runs/query', async (route) => {
        if (isHolding && isOfPins(route.request().postData())) await new Promise<void>((resolve) => held.push(resolve));
        await route.continue();
      });
      await page.getByRole('button', { name: 'Columns and colours' }).click();
      const [others] = await Promise.all([
        page.waitForResponse((one) => one.url().endsWith('/runs/query') && !isOfPins(one.request().postData())),
        page.getByRole('button', { name: 'Take learning_rate out of the list' }).click(),
      ]);
      await others.finished();
      await until('the pinned run to be asked for', () => held.length > 0);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      expect(await size.innerText()).toBe(before);
      isHolding = false;
      for (const release of held) release();
      await page.unrouteAll({ behavior: 'wait' });
      await closePopups();
      for (const _ of ['column', 'pin', 'column', 'column']) await page.getByRole('button', { name: 'Undo' }).click();
      await until('no column', async () => (await list().locator('[data-column]').count()) === 0);
    });

    test('colours are given anew by chance and taken back, and are changed for those of the colour-blind', async () => {
      const colors = (): Promise<(string | null)[]> =>
        list()
          .locator('[data-color-of] > span')
          .evaluateAll((dots) => dots.map((dot) => getComputedStyle(dot).color));
      const before = await colors();
      await page.getByRole('button', { name: 'Columns and colours' }).click();
      await page.getByRole('button', { name: 'Randomise all' }).click();
      await page.getByText('Colours of 8 runs changed').waitFor();
      await until('other colours', async () => {
        const now = await colors();
        return new Set(now).size === 8 && now.join() !== before.join();
      });
      // The toast's own, not that of the board.
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await until('the colours of before', async () => (await colors()).join() === before.join());
      await page.getByRole('button', { name: 'Columns and colours' }).click();
      const usual = await chartPicture(page);
      await page.getByRole('button', { name: 'For the colour-blind' }).click();
      await until('charts to follow', async () => (await chartPicture(page)) !== usual);
      expect((await colors()).join()).not.toBe(before.join());
      await page.getByRole('button', { name: 'Usual' }).click();
      await closePopups();
      expect(await colors()).toEqual(before);
    });

    test('the menu of a group shows it alone, lists and selects its runs', async () => {
      await page.getByRole('button', { name: 'Group' }).first().click();
      await page.getByRole('button', { name: 'Column', exact: true }).click();
      await page.getByRole('searchbox', { name: 'Find a column' }).fill('optimizer');
      await page.keyboard.press('Enter');
      await closePopups();
      const groups = list().getByRole('button', { name: /^Show the runs of optimizer/ });
      await groups.first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Show only this group' }).click();
      await until('the other eye to close', () =>
        list()
          .getByRole('button', { name: /^Show optimizer/ })
          .first()
          .isVisible(),
      );
      await groups.first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'List its runs' }).click();
      await until('its runs', async () => (await names()).length > 0);
      const count = (await names()).length;
      await groups.first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Select its/ }).click();
      await page.getByRole('toolbar', { name: `${count} selected` }).waitFor();
      // Eyes are by group here: runs alone would leave the charts without any.
      expect(await page.getByRole('button', { name: 'Show only these' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Clear' }).click();
      // The board's own, not that of a toast that is still there.
      for (const _ of ['list', 'solo', 'group']) await page.getByRole('button', { name: 'Undo' }).first().click();
      await until('runs by themselves', async () => (await names()).length === 8);
    });

    test('Ctrl J opens the runs table with the same runs, and the charts again', async () => {
      await page.getByRole('searchbox', { name: 'Search runs' }).fill('adamw');
      await page.getByText(/visualized of [1-7]$/).waitFor();
      const found = (await names()).length;
      await nameAt(0).click({ modifiers: ['ControlOrMeta'] });
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.locator('main').first().focus();
      await page.keyboard.press('ControlOrMeta+j');
      await until('the table of these runs', async () => (await page.locator('[data-run]').count()) === found);
      expect(page.url()).toContain('/table');
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.keyboard.press('ControlOrMeta+j');
      await page.getByText(new RegExp(`visualized of ${found}$`)).waitFor();
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.getByRole('button', { name: 'Clear' }).last().click();
      await page.getByRole('searchbox', { name: 'Search runs' }).fill('');
    });

    test('a selection outlives the folded list, and the table opens with it from there', async () => {
      await until('all runs', async () => (await names()).length === 8);
      await nameAt(0).click({ modifiers: ['ControlOrMeta'] });
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.getByRole('button', { name: 'Hide the run list' }).click();
      await page.getByRole('button', { name: 'Show the run list' }).click();
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.getByRole('button', { name: 'Hide the run list' }).click();
      await page.keyboard.press('ControlOrMeta+j');
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      expect(page.url()).toContain('/table');
      await page.keyboard.press('ControlOrMeta+j');
      await page.getByRole('button', { name: 'Show the run list' }).click();
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.getByRole('button', { name: 'Clear' }).last().click();
    });

    test('another view of the board keeps what is searched and selected', async () => {
      const field = page.getByRole('searchbox', { name: 'Search runs' });
      await field.fill('adamw');
      await page.getByText(/visualized of [1-7]$/).waitFor();
      await nameAt(0).click({ modifiers: ['ControlOrMeta'] });
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      await page.getByRole('button', { name: /My workspace/ }).click();
      await page.getByText('Save as…').click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Mine');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await until('the view to open', () => page.url().includes('view=mine'));
      await page.getByRole('button', { name: /^Mine/ }).waitFor();
      await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
      expect(await field.inputValue()).toBe('adamw');
      await field.fill('');
      await page.getByRole('button', { name: 'Clear' }).last().click();
      await page.goto(workspace);
      await settled(page);
    });

    test('Ctrl J hands the runs over also from an address without a tab, in a window that has just been opened', async () => {
      await page.goto(workspace.replace(/\/workspace$/, ''));
      await settled(page);
      await page.getByRole('searchbox', { name: 'Search runs' }).fill('adamw');
      await page.getByText(/visualized of [1-7]$/).waitFor();
      const found = (await names()).length;
      await page.locator('main').first().focus();
      await page.keyboard.press('ControlOrMeta+j');
      await until('the table of these runs', async () => (await page.locator('[data-run]').count()) === found);
      expect(page.url()).toContain('/table');
      await page.goto(workspace);
      await settled(page);
    });

    test('a browser without a network goes on: the host is on this machine', async () => {
      await page.evaluate(() => window.dispatchEvent(new Event('offline')));
      await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Runs' }).click();
      await until('the rows', async () => (await page.locator('[data-run]').count()) === 8);
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
    });

    test('what is changed while the host is away is saved when it is back', async () => {
      await page.goto(workspace);
      await settled(page);
      await host.stop();
      await page.getByText('Taffrail does not answer').first().waitFor();
      await page.getByRole('button', { name: 'Log', exact: true }).first().click();
      await until('a try to have failed', () => page.evaluate(() => location.search.includes('board=')));
      host = await startHost({ dataDir, port: host.port });
      await page.getByText('Connected again').waitFor();
      const tab = await browser.newPage();
      await until('another window to show it', async () => {
        await tab.goto(workspace);
        await settled(tab);
        return tab.getByRole('button', { name: 'Log', exact: true, pressed: true }).first().isVisible();
      });
      await tab.close();
    });
  },
);
