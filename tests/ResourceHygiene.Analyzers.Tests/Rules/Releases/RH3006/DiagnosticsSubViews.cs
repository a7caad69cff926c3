namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>Elements of a document and enumerators of a reader that are used after it was closed.</summary>
public sealed class DiagnosticsSubViews
{
    [Fact]
    public Task The_root_of_a_document() => ReleaseCode.InMethod(
        """
        var document = JsonDocument.Parse(path);
        JsonElement root = document.RootElement;
        document.Dispose();
        Console.WriteLine({|RH3006:root|}.GetRawText());
        """);

    [Fact]
    public Task The_root_after_a_using() => ReleaseCode.InMethod(
        """
        JsonElement root;
        using (var document = JsonDocument.Parse(path))
            root = document.RootElement;
        Console.WriteLine({|RH3006:root|}.GetProperty("name").GetString());
        """);

    [Fact]
    public Task An_element_below_the_root() => ReleaseCode.InMethod(
        """
        var document = JsonDocument.Parse(path);
        var name = document.RootElement.GetProperty("name");
        document.Dispose();
        Console.WriteLine({|RH3006:name|}.GetString());
        """);

    [Fact]
    public Task An_element_of_a_document_that_was_parsed_asynchronously() => ReleaseCode.InAsyncMethod(
        """
        JsonElement root;
        using (var document = await JsonDocument.ParseAsync(given))
            root = document.RootElement;
        Console.WriteLine({|RH3006:root|}.GetInt32());
        """);

    [Fact]
    public Task The_rows_of_a_closed_reader() => ReleaseCode.InClass(
        """
        void M(DbCommand command)
        {
            var reader = command.ExecuteReader();
            var rows = reader.GetEnumerator();
            reader.Dispose();
            while ({|RH3006:rows|}.MoveNext())
                Console.WriteLine();
        }
        """);

    [Fact]
    public Task An_enumerator_of_a_resource_of_ones_own() => ReleaseCode.InFile(
        """
        class Table : Resource { public extern IEnumerator<int> GetEnumerator(); }
        class C
        {
            void M()
            {
                var table = new Table();
                var rows = table.GetEnumerator();
                table.Dispose();
                Console.WriteLine({|RH3006:rows|}.MoveNext());
            }
        }
        """);
}
