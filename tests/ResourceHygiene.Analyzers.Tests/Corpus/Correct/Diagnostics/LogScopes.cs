public interface ILog
{
    IDisposable? BeginScope(string name);
    void Info(string text);
}

public sealed class Checkout(ILog log)
{
    public void Pay(decimal amount)
    {
        using (log.BeginScope("pay"))
        {
            log.Info($"{amount}");
            using IDisposable? inner = amount > 100 ? log.BeginScope("large") : null;
            log.Info("paid");
        }
    }
}
