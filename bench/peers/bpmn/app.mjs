// The four steps on bpmn-engine under Fastify: a BPMN process with three user tasks, the engine's state kept as JSON in
// PostgreSQL at each step and resumed from it, as its documentation teaches. libpq's variables say where PostgreSQL is.
import cluster from 'node:cluster';
import { Engine } from 'bpmn-engine';
import BpmnModdle from 'bpmn-moddle';
import * as Elements from 'bpmn-elements';
import serializer, { TypeResolver } from 'moddle-context-serializer';
import Fastify from 'fastify';
import pg from 'pg';

const WORKERS = 2, PORT = +process.env.PORT;
if (cluster.isPrimary && WORKERS > 1) { for (let i = 0; i < WORKERS; i++) cluster.fork(); } else await main();

async function main() {
  const task = (id) => `<userTask id="${id}" name="${id}" />`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?><definitions id="idcard" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://example.com">
  <process id="p" isExecutable="true"><startEvent id="start" />${['verify', 'print_card', 'handover'].map(task).join('')}<endEvent id="end" />
  <sequenceFlow id="f1" sourceRef="start" targetRef="verify" /><sequenceFlow id="f2" sourceRef="verify" targetRef="print_card" />
  <sequenceFlow id="f3" sourceRef="print_card" targetRef="handover" /><sequenceFlow id="f4" sourceRef="handover" targetRef="end" /></process></definitions>`;
  const ctx = serializer(await new BpmnModdle().fromXML(xml), TypeResolver(Elements));
  const SLA = { verify: 24, print_card: 72, handover: 0 };
  const pool = new pg.Pool({ max: 10 });
  const app = Fastify();
  const q = (name, text, values, c = pool) => c.query({ name, text, values });
  const who = async (r) => (await q('who', 'select name, roles from staff where token=$1', [(r.headers.authorization || '').slice(7)])).rows[0];
  const tx = async (fn) => { const c = await pool.connect(); try { await c.query('begin'); const r = await fn(c); await c.query(r?.rollback ? 'rollback' : 'commit'); return r; } catch (e) { await c.query('rollback'); throw e; } finally { c.release(); } };
  const save = async (engine) => { const s = await engine.getState(); for (const d of s.definitions) delete d.source; return JSON.stringify(s); };
  const waiting = (api) => api.getPostponed().find((a) => a.type === 'bpmn:UserTask');

  app.post('/cases', async (req, rep) => {
    const u = await who(req);
    if (!u?.roles.includes('intake')) return rep.code(403).send({ error: 'forbidden' });
    const b = req.body, engine = new Engine({ name: 'idcard', sourceContext: ctx });
    const api = await engine.execute({ variables: b });
    const at = waiting(api).id, st = await save(engine);
    await engine.stop();
    const id = await tx(async (c) => {
      const r = await q('ins', "insert into cases(ticket,reason,nik,name,phone,doc1,doc2,state,due_at,engine) values ($1,$2,$3,$4,$5,$6,$7,$8,now()+interval '8 hours',$9) returning id",
        [b.ticket, b.reason, b.nik, b.name, b.phone, b.doc1, b.doc2, at, st], c);
      await q('hist', 'insert into history(case_id,step,actor,data) values ($1,$2,$3,$4)', [r.rows[0].id, 'intake', u.name, null], c);
      return r.rows[0].id;
    });
    rep.code(201); return { id: +id, state: at };
  });
  app.post('/cases/:id/:step', async (req, rep) => {
    const u = await who(req), { id, step } = req.params;
    if (!u?.roles.includes(step)) return rep.code(403).send({ error: 'forbidden' });
    const r = await tx(async (c) => {
      const row = (await q('get', 'select engine from cases where id=$1 for update', [id], c)).rows[0];
      if (!row) return { rollback: true };
      const engine = new Engine({ name: 'idcard', sourceContext: ctx }).recover(JSON.parse(row.engine));
      const api = await engine.resume();
      const t = waiting(api);
      if (t?.id !== step) { await engine.stop(); return { rollback: true }; }
      t.signal({ note: req.body?.note, by: u.name });
      const next = waiting(api)?.id || 'done', st = await save(engine);
      if (next !== 'done') await engine.stop();
      await q('upd', 'update cases set state=$2, due_at=now()+make_interval(hours=>$3), engine=$4 where id=$1', [id, next, SLA[step], st], c);
      await q('hist', 'insert into history(case_id,step,actor,data) values ($1,$2,$3,$4)', [id, step, u.name, JSON.stringify({ note: req.body?.note })], c);
      return { id: +id, state: next };
    });
    return r.rollback ? rep.code(409).send({ error: 'wrong state' }) : r;
  });
  app.get('/inbox', async (req) => {
    const u = await who(req);
    return (await q('inbox', 'select c.id,ticket,name,reason,created,extract(epoch from due_at-now())::bigint sla_left_s from unnest($1::text[]) r cross join lateral (select * from cases where state=r order by due_at limit 50) c order by due_at limit 50', [u.roles])).rows;
  });
  app.get('/cases/:id/history', async (req) => { await who(req); return (await q('h', 'select step,actor,at,data from history where case_id=$1 order by id', [req.params.id])).rows; });
  await app.listen({ port: PORT, host: '127.0.0.1' });
}
