# The app and its relay in one process. The store is the volume /data.
#   docker build -t rapport .
#   docker run -p 4173:4173 -v rapport:/data rapport

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4173 RAPPORT_STORE=/data/relay.sqlite
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules/ws ./node_modules/ws
COPY --from=build /app/node_modules/@noble ./node_modules/@noble
COPY --from=build /app/node_modules/@scure ./node_modules/@scure
COPY --from=build /app/src/domain ./src/domain
COPY --from=build /app/src/protocol ./src/protocol
COPY --from=build /app/sync-server ./sync-server
COPY --from=build /app/dist ./dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4173
HEALTHCHECK --interval=30s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-warning=ExperimentalWarning", "sync-server/main.ts"]
