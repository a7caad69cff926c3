public sealed class DatabaseFixture : IDisposable
{
    public DatabaseFixture() => Log = new StringWriter();

    public StringWriter Log { get; }

    public FileStream File { get; } = new("fixture.db", FileMode.OpenOrCreate);

    public void Dispose()
    {
        File.Dispose();
        Log.Dispose();
    }
}

public sealed class ReadsTests(DatabaseFixture fixture)
{
    public void Is_empty_at_first()
    {
        FileStream file = fixture.File;
        if (file.Length != 0)
            throw new InvalidOperationException();
    }
}
