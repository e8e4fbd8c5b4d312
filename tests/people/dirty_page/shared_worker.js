let connections = 0;
onconnect = ({ ports: [port] }) => { connections += 1; port.postMessage(connections > 1 ? "reused" : "new"); };
