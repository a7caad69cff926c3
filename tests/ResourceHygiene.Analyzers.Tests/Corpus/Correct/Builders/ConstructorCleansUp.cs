public sealed class Recorder : IDisposable
{
    private readonly FileStream _audio;
    private readonly FileStream _index;

    public Recorder(string path)
    {
        FileStream audio = File.Create(path + ".wav");
        try
        {
            _index = File.Create(path + ".idx");
        }
        catch
        {
            audio.Dispose();
            throw;
        }

        _audio = audio;
    }

    public void Dispose()
    {
        _index.Dispose();
        _audio.Dispose();
    }
}
