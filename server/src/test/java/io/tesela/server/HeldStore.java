package io.tesela.server;

import io.tesela.core.store.InMemoryOnlineStore;
import io.tesela.core.store.OnlineStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** An in-memory store whose reads wait until they are let go. */
final class HeldStore {
    private final InMemoryOnlineStore real = new InMemoryOnlineStore();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);

    OnlineStore store() {
        return (OnlineStore) Proxy.newProxyInstance(
                OnlineStore.class.getClassLoader(), new Class<?>[] {OnlineStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        entered.countDown();
                        gate.await();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    boolean isHolding() {
        return entered.getCount() == 0;
    }

    void release() {
        gate.countDown();
    }
}
