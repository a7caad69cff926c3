namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5013;

/// <summary>Used within its round, or kept by a handle of its own.</summary>
public sealed class Valid
{
    [Fact]
    public Task Used_in_the_round() => TorchCode.InMethod(
        """
        foreach (var batch in loader)
        {
            var input = batch["data"];
            using var y = model.forward(input);
        }
        """);

    [Fact]
    public Task An_alias_is_kept() => TorchCode.InMethod(
        """
        var labels = new List<Tensor>();
        foreach (var batch in loader)
            labels.Add(batch["label"].alias());
        """);

    [Fact]
    public Task A_result_is_kept() => TorchCode.InMethod(
        """
        var results = new List<Tensor>();
        foreach (var batch in loader)
            results.Add(model.forward(batch["data"]));
        """);

    [Fact]
    public Task A_number_is_kept() => TorchCode.InMethod(
        """
        var shapes = new List<long[]>();
        foreach (var batch in loader)
            shapes.Add(batch["data"].shape);
        """);

    [Fact]
    public Task A_list_of_the_round() => TorchCode.InMethod(
        """
        foreach (var batch in loader)
        {
            var parts = new List<Tensor>();
            parts.Add(batch["a"]);
            parts.Add(batch["b"]);
        }
        """);

    [Fact]
    public Task A_variable_that_is_only_used_in_the_round() => TorchCode.InMethod(
        """
        Tensor current;
        foreach (var batch in loader)
        {
            current = batch["data"];
            using var y = model.forward(current);
        }
        """);

    [Fact]
    public Task A_loader_that_leaves_its_batches_to_others() => TorchCode.InMethod(
        """
        using var created = new DataLoader(data, 32, disposeBatch: false);
        var batches = created.ToList();
        foreach (var batch in created)
            batches.Add(batch);
        """);

    [Fact]
    public Task A_loader_of_a_field_that_leaves_its_batches() => TorchCode.InClass(
        """
        private readonly DataLoader _loader;
        public C(Dataset data) => _loader = new DataLoader(data, 32, disposeBatch: false);
        List<Dictionary<string, Tensor>> M() => _loader.ToList();
        """);

    [Fact]
    public Task Counted() => TorchCode.InMethod("Console.WriteLine(loader.Count());");

    [Fact]
    public Task Yielded_to_be_used_before_the_next() => TorchCode.InClass(
        """
        IEnumerable<Tensor> M(DataLoader loader)
        {
            foreach (var batch in loader)
                yield return batch["data"];
        }
        """);

    [Fact]
    public Task Selected_first() => TorchCode.InMethod(
        """
        var sums = loader.Select(batch => batch["data"].sum().item<float>()).ToList();
        """);

    [Fact]
    public Task A_list_that_is_no_loader() => TorchCode.InClass(
        """
        void M(List<Dictionary<string, Tensor>> batches, List<Tensor> kept)
        {
            foreach (var batch in batches)
                kept.Add(batch["data"]);
            var first = batches.First();
        }
        """);
}
