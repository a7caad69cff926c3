namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Null checks that decide about something else than the resource, or that leave it behind.</summary>
public sealed class DiagnosticsNullChecks
{
    [Fact]
    public Task The_null_check_asks_another_variable() => LeakCode.InClass(
        """
        void M(string path, string? name)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (name != null)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task The_owner_may_be_null() => LeakCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        void M(IOwner? owner)
        {
            var resource = {|RH1002:new Resource()|};
            owner?.Adopt(resource);
        }
        """);

    [Fact]
    public Task A_second_factory_yields_null() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string left, string right)
        {
            var first = {|RH1002:Open(left)|};
            if (first == null)
                return;
            var second = Open(right);
            if (second == null)
                return;
            Console.WriteLine(first.Length == second.Length);
            second.Dispose();
            first.Dispose();
        }
        """);

    [Fact]
    public Task The_check_is_the_wrong_way_round() => LeakCode.InMethod(
        """
        Resource? resource = null;
        if (flag)
            resource = {|RH1002:new Resource()|};
        if (resource == null || path.Length == 0)
            return;
        resource.Dispose();
        """);

    [Fact]
    public Task Released_only_when_another_one_is_there_too() => LeakCode.InMethod(
        """
        Resource? first = flag ? new Resource() : null;
        Resource? second = {|RH1002:new Resource()|};
        if (first != null && second != null)
            second.Dispose();
        first?.Dispose();
        """);

    [Fact]
    public Task A_null_conditional_use_in_the_losing_branch() => LeakCode.InMethod(
        """
        var resource = flag ? {|RH1002:new Resource()|} : null;
        if (path.Length == 0)
        {
            resource?.Use();
            return;
        }

        resource?.Dispose();
        """);

    [Fact]
    public Task Found_missing_only_after_the_first_step() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            int FirstByte(string path, string name)
            {
                var archive = {|RH1002:ZipFile.OpenRead(path)|};
                var entry = archive.GetEntry(name);
                if (entry is null)
                    return -1;
                int first;
                using (var content = entry.Open())
                    first = content.ReadByte();
                archive.Dispose();
                return first;
            }
        }
        """);
}
