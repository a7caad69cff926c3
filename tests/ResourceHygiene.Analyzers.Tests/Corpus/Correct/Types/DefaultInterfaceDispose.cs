public interface IStage : IDisposable
{
    int Run(int value);

    void IDisposable.Dispose() => GC.KeepAlive(this);
}

public sealed class Doubling : IStage
{
    public int Run(int value) => value * 2;
}

public static class Stages
{
    public static int RunAll(IEnumerable<Func<IStage>> stages, int value)
    {
        foreach (Func<IStage> make in stages)
        {
            using IStage stage = make();
            value = stage.Run(value);
        }

        return value;
    }

    public static IStage Default() => new Doubling();
}
