import { startHost } from '../support/host.ts';
import { launchChromium } from '../support/chromium.ts';
const host = await startHost({ dataDir: '/tmp/benchdata' });
const { entity } = await (await fetch(`${host.address}/api/session`)).json() as any;
const browser = await launchChromium();
for (let i=0;i<2;i++){
  const page = await browser.newPage({ viewport: { width: 1440, height: 2400 } });
  const s = await page.context().newCDPSession(page);
  await s.send('Profiler.enable'); await s.send('Profiler.setSamplingInterval', {interval: 500}); await s.send('Profiler.start');
  await page.goto(`${host.address}/${encodeURIComponent(entity)}/wide/workspace`, {waitUntil:'commit'});
  const t = await page.evaluate(() => new Promise(res => { const look=()=>{ const n = Array.from(document.querySelectorAll('[data-cell]')).filter(c=>!c.querySelector('[role=status][aria-label=Loading]') && c.querySelector('[role=img]')).length; n>=20? res(performance.now()): requestAnimationFrame(look)}; look(); }));
  console.log('drawn', t);
  const { profile } = await s.send('Profiler.stop');
  if (i===1) {
    const self = new Map(); const incl = new Map(); const byId = new Map(profile.nodes.map((n:any)=>[n.id,n]));
    const parent = new Map(); for (const n of profile.nodes) for (const c of n.children??[]) parent.set(c, n.id);
    profile.samples.forEach((id:number, k:number) => { const d = profile.timeDeltas[k]/1000; const n:any = byId.get(id); const name=(m:any)=>`${m.callFrame.functionName||'(anon)'} ${m.callFrame.url.split('/').pop()}:${m.callFrame.lineNumber}`; self.set(name(n),(self.get(name(n))??0)+d); const seen=new Set(); let c:any=n; while(c){const nm=name(c); if(!seen.has(nm)){seen.add(nm); incl.set(nm,(incl.get(nm)??0)+d);} c=byId.get(parent.get(c.id)); } });
    console.log('SELF'); [...self].sort((a,b)=>b[1]-a[1]).slice(0,25).forEach(x=>console.log(x[1].toFixed(0), x[0]));
    console.log('INCL'); [...incl].sort((a,b)=>b[1]-a[1]).slice(0,70).forEach(x=>console.log(x[1].toFixed(0), x[0]));
  }
  await page.close();
}
await browser.close(); await host.stop();
