using Discarded = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.KeepInUsingVariableFix>;
using Elements = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.ReleaseElementsFix>;
using Overwritten = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.ReleaseBeforeOverwritingFix>;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

/// <summary>What nothing holds, what loses its holder, and what a collection holds.</summary>
public sealed class HolderTests
{
    [Fact]
    public Task The_object_of_a_call() => Discarded.Fixes(
        """
        // All of it.
        return {|RH1004:new StreamReader(path)|}.ReadToEnd();
        """,
        """
        // All of it.
        using var streamReader = new StreamReader(path);
        return streamReader.ReadToEnd();
        """,
        "string M(string path)");

    [Fact]
    public Task A_statement_of_its_own() => Discarded.Fixes(
        "{|RH1004:File.Create(path)|}; // touch",
        "using var fileStream = File.Create(path); // touch");

    [Fact]
    public Task Three_temporaries() => Discarded.Fixes(
        """
        Api.Look({|RH1004:new Resource()|});
        Api.Look({|RH1004:new Resource()|});
        {|RH1004:new Resource()|}.Use();
        """,
        """
        using var resource = new Resource();
        Api.Look(resource);
        using var resource2 = new Resource();
        Api.Look(resource2);
        using var resource3 = new Resource();
        resource3.Use();
        """);

    [Fact]
    public Task Not_behind_another_call() => Discarded.OffersNothing(
        "Console.WriteLine(int.Parse(path) + {|RH1004:new Resource()|}.Use());");

    [Fact]
    public Task Not_where_a_running_task_uses_it() => Discarded.OffersNothing(
        "return {|RH1004:new StreamReader(path)|}.ReadToEndAsync();",
        "Task<string> M(string path)");

    [Fact]
    public Task The_second_value_of_a_variable() => Overwritten.Fixes(
        """
        var resource = new Resource();
        resource.Use();
        // The next one.
        {|RH1005:resource|} = new Resource();
        resource.Dispose();
        """,
        """
        var resource = new Resource();
        resource.Use();
        // The next one.
        resource.Dispose();
        resource = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task The_next_round_of_a_loop() => Overwritten.Fixes(
        """
        FileStream? input = null;
        foreach (char name in path)
        {
            {|RH1005:input|} = File.OpenRead(path + name);
            input.ReadByte();
        }
        input?.Dispose();
        """,
        """
        FileStream? input = null;
        foreach (char name in path)
        {
            input?.Dispose();
            input = File.OpenRead(path + name);
            input.ReadByte();
        }
        input?.Dispose();
        """);

    [Fact]
    public Task Null() => Overwritten.Fixes(
        """
        Resource? resource = new Resource();
        resource.Use();
        {|RH1005:resource|} = null;
        resource = new Resource();
        resource.Dispose();
        """,
        """
        Resource? resource = new Resource();
        resource.Use();
        resource?.Dispose();
        resource = null;
        resource = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task Three_overwritten_variables() => Overwritten.Fixes(
        """
        var a = new Resource();
        {|RH1005:a|} = new Resource();
        {|RH1005:a|} = new Resource();
        {|RH1005:a|} = new Resource();
        a.Dispose();
        """,
        """
        var a = new Resource();
        a.Dispose();
        a = new Resource();
        a.Dispose();
        a = new Resource();
        a.Dispose();
        a = new Resource();
        a.Dispose();
        """);

    [Fact]
    public Task Not_where_a_path_has_released_it() => Overwritten.OffersNothing(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        {|RH1005:resource|} = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task Not_where_the_new_value_is_made_of_the_old() => Overwritten.OffersNothing(
        """
        var resource = new Resource();
        {|RH1005:resource|} = new Resource { Name = resource.Name };
        resource.Dispose();
        """);

    [Fact]
    public Task A_list() => Elements.Fixes(
        """
        var all = {|RH1006:new List<Resource>()|};
        foreach (char name in path)
            all.Add(new Resource());
        Console.WriteLine(all.Count); // how many
        """,
        """
        var all = new List<Resource>();
        foreach (char name in path)
            all.Add(new Resource());
        Console.WriteLine(all.Count); // how many
        foreach (var resource in all)
            resource.Dispose();
        """);

    [Fact]
    public Task Three_collections() => Elements.Fixes(
        """
        var a = {|RH1006:new List<Resource>()|};
        a.Add(new Resource());
        var b = {|RH1006:new Dictionary<string, Resource>()|};
        b.Add(path, new Resource());
        var c = {|RH1006:new Queue<Resource>()|};
        c.Enqueue(new Resource());
        """,
        """
        var a = new List<Resource>();
        a.Add(new Resource());
        foreach (var resource in a)
            resource.Dispose();
        var b = new Dictionary<string, Resource>();
        b.Add(path, new Resource());
        foreach (var resource2 in b.Values)
            resource2.Dispose();
        var c = new Queue<Resource>();
        c.Enqueue(new Resource());
        foreach (var resource3 in c)
            resource3.Dispose();
        """);

    [Fact]
    public Task Not_where_the_method_is_left_before() => Elements.OffersNothing(
        """
        var all = {|RH1006:new List<Resource>()|};
        all.Add(new Resource());
        if (flag)
            return;
        Console.WriteLine(all.Count);
        """);

    [Fact]
    public Task Not_for_a_field() => Elements.OffersNothingInClass(
        """
        readonly List<Resource> _own = new();
        public void Add() => _own.Add({|RH1006:new Resource()|});
        public int Count => _own.Count;
        """);
}
