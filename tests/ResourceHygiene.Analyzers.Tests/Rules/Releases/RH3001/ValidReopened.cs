namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>Close does not end what can be opened again.</summary>
public sealed class ValidReopened
{
    [Fact]
    public Task A_connection_closed_and_then_disposed() => ReleaseCode.InClass(
        """
        void M(DbProviderFactory factory)
        {
            var connection = factory.CreateConnection()!;
            connection.Open();
            connection.Close();
            connection.Dispose();
        }
        """);

    [Fact]
    public Task A_connection_opened_and_closed_repeatedly() => ReleaseCode.InClass(
        """
        void M(DbConnection connection)
        {
            connection.Open();
            connection.Close();
            connection.Open();
            connection.Close();
        }
        """);

    [Fact]
    public Task A_process_that_is_started_again() => ReleaseCode.InMethod(
        """
        var process = new Process { StartInfo = { FileName = path } };
        process.Start();
        process.WaitForExit();
        process.Close();
        process.Start();
        process.WaitForExit();
        process.Dispose();
        """);

    [Fact]
    public Task A_listener_that_is_started_again() => ReleaseCode.InMethod(
        """
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        listener.Stop();
        listener.Start();
        """);
}
