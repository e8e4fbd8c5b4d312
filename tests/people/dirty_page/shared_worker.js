let asked = 0;
onconnect = ({ ports: [port] }) => { asked += 1; port.postMessage(asked > 1 ? "the one from before" : "new"); };
