namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Pattern variables are other names for the same resource.</summary>
public sealed class DiagnosticsPatterns
{
    [Fact]
    public Task A_pattern_variable_is_only_used() => LeakCode.InMethod(
        """
        if ([|File.OpenRead(path)|] is { CanRead: true } stream)
            stream.ReadByte();
        """);

    [Fact]
    public Task A_type_test_gives_another_name() => LeakCode.InClass(
        """
        static object Choose() => "";

        void M()
        {
            Resource resource = [|new Resource()|];
            if (resource is IDisposable named)
                Console.WriteLine(named);
        }
        """);

    [Fact]
    public Task A_switch_statement_names_it() => LeakCode.InMethod(
        """
        switch ([|File.Open(path, FileMode.Open)|])
        {
            case { CanRead: true } readable:
                readable.ReadByte();
                break;
        }
        """);

    [Fact]
    public Task A_conditional_access_uses_it() => LeakCode.InMethod(
        """
        var resource = [|new Resource()|];
        resource?.Use();
        resource?.Name?.ToString();
        """);
}
