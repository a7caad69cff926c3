namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Types of the base class library that throw when used after their release.</summary>
public sealed class DiagnosticsKnownTypes
{
    [Fact]
    public Task A_cancellation_source() => ReleaseCode.InMethod(
        """
        var source = new CancellationTokenSource();
        source.Dispose();
        {|RH3003:source|}.Cancel();
        """);

    [Fact]
    public Task A_semaphore() => ReleaseCode.InMethod(
        """
        var gate = new SemaphoreSlim(1);
        gate.Dispose();
        {|RH3003:gate|}.Wait();
        """);

    [Fact]
    public Task An_http_client() => ReleaseCode.InAsyncMethod(
        """
        var client = new HttpClient();
        client.Dispose();
        Console.WriteLine(await {|RH3003:client|}.GetStringAsync(path));
        """);

    [Fact]
    public Task A_socket() => ReleaseCode.InMethod(
        """
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Close();
        {|RH3003:socket|}.Send(new byte[1]);
        """);

    [Fact]
    public Task A_zip_archive() => ReleaseCode.InMethod(
        """
        var archive = ZipFile.OpenRead(path);
        archive.Dispose();
        Console.WriteLine({|RH3003:archive|}.GetEntry("a"));
        """);

    [Fact]
    public Task A_json_document() => ReleaseCode.InMethod(
        """
        var document = JsonDocument.Parse(path);
        document.Dispose();
        Console.WriteLine({|RH3003:document|}.RootElement.ValueKind);
        """);
}
