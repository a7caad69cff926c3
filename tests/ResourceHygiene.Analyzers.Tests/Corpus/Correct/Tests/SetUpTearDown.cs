[AttributeUsage(AttributeTargets.Method)]
public sealed class SetUpAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
public sealed class TearDownAttribute : Attribute;

public class ParserTests
{
    private StreamReader _reader = null!;
    private HttpClient? _client;

    [SetUp]
    public void SetUp()
    {
        _reader = new StreamReader(new MemoryStream([1, 2, 3]));
        _client = new HttpClient();
    }

    [TearDown]
    public void TearDown()
    {
        _reader.Dispose();
        _client?.Dispose();
        _client = null;
    }

    public int Reads_a_byte() => _reader.Read();
}
