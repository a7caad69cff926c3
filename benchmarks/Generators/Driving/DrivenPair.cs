using ResourceHygiene.Generators.TrackedResources;

namespace ResourceHygiene.Generators.Benchmarks.Driving;

/// <summary>Our generator and one whose files are empty, which make the same moves in turn over one project.</summary>
internal sealed class DrivenPair
{
    private readonly DrivenRun _ours;
    private readonly DrivenRun _alone;
    private readonly List<double> _editRatios = [];

    public DrivenPair(int types)
    {
        var project = new AnnotatedProject(types);
        _ours = new(project, static () => new TrackedResourceGenerator(), types);
        _alone = new(project, static () => new DriverAlone(), types);
        Types = types;
    }

    public int Types { get; }

    /// <summary>What ours cost in its best round. What the machine does besides only adds.</summary>
    public Moves Ours { get; } = new();

    /// <summary>The same of the driver with empty files.</summary>
    public Moves Alone { get; } = new();

    /// <summary>
    /// The median, over all edits elsewhere, of our time over that of the driver alone for the same edit: the two are almost equal, and what goes on
    /// at a moment concerns both.
    /// </summary>
    public double EditRatio
    {
        get
        {
            double[] ratios = [.. _editRatios.Order()];
            return (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
        }
    }

    /// <param name="rounds">How often the project is opened.</param>
    /// <param name="edits">How many keys are hit elsewhere each time.</param>
    public DrivenPair Run(int rounds, int edits)
    {
        for (int round = 0; round < rounds; round++)
        {
            Ours.Cold = Ours.Cold.Best(_ours.Open());
            Alone.Cold = Alone.Cold.Best(_alone.Open());
            for (int edit = 0; edit < edits; edit++)
                EditElsewhere(oursFirst: edit % 2 == 0);
            // With what the driver alone takes for that nothing is compared.
            Ours.EditAnnotated = Ours.EditAnnotated.Best(_ours.EditAnnotated());
        }
        return this;
    }

    private void EditElsewhere(bool oursFirst)
    {
        Cost ours = oursFirst ? _ours.EditElsewhere() : Cost.None;
        Cost alone = _alone.EditElsewhere();
        if (!oursFirst)
            ours = _ours.EditElsewhere();
        Ours.EditElsewhere = Ours.EditElsewhere.Best(ours);
        Alone.EditElsewhere = Alone.EditElsewhere.Best(alone);
        _editRatios.Add(ours.Milliseconds / alone.Milliseconds);
    }

    /// <summary>The best of each.</summary>
    internal sealed class Moves
    {
        public Cost Cold { get; set; } = Cost.None;

        public Cost EditElsewhere { get; set; } = Cost.None;

        public Cost EditAnnotated { get; set; } = Cost.None;
    }
}
